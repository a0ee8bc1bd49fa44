// Runs inside the tested page, before its own scripts. Plain JavaScript: a compiler's helpers are not there.

/**
 * Counts which nodes and edges of the wiring React draws again, in the built product and without a counter in it: after each
 * commit React tells a listener of its developer tools, and an element got new props exactly when the component that makes it
 * was run. What a commit did not look at is the very same object as before, and is not walked.
 */
window.drawCounter = (() => {
  /** "node bond:bond0", "edge …" to how often it was drawn since the last take; null until the first: nothing is counted for nobody. */
  let counts = null

  const markOf = (props) =>
    props?.['data-node-id'] !== undefined
      ? `node ${props['data-node-id']}`
      : props?.['data-edge-id'] !== undefined
        ? `edge ${props['data-edge-id']}`
        : null

  function walk(now, before) {
    if (now.child === before?.child) return
    for (let child = now.child; child !== null; child = child.sibling) {
      const was = child.alternate
      const mark = typeof child.type === 'string' ? markOf(child.memoizedProps) : null
      if (mark !== null && child.memoizedProps !== was?.memoizedProps) counts.set(mark, (counts.get(mark) ?? 0) + 1)
      walk(child, was)
    }
  }

  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    inject: () => 1,
    onCommitFiberRoot: (_renderer, root) => {
      if (counts !== null) walk(root.current, root.current.alternate)
    },
    onCommitFiberUnmount: () => undefined,
  }

  return {
    /** What was drawn since the last call, each with how often; nothing at the first call, which begins to count. */
    take: () => {
      const taken = Object.fromEntries(counts ?? [])
      counts = new Map()
      return taken
    },
  }
})()
