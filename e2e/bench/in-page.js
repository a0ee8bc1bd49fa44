// Runs inside the measured page, before its own scripts. Plain JavaScript: a compiler's helpers are not there.

/** The stamp of the frame in which `selector` first finds something (or nothing): Unix milliseconds, the clock of the machine. */
window.benchWatch = (selector, isWanted) =>
  new Promise((resolve) => {
    const isThere = () => (document.querySelector(selector) !== null) === isWanted
    const shown = () => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
    if (isThere()) {
      shown()
      return
    }
    const observer = new MutationObserver(() => {
      if (!isThere()) return
      observer.disconnect()
      shown()
    })
    observer.observe(document.body, { subtree: true, childList: true, attributes: true })
  })
