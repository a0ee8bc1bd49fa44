import path from 'node:path'
import type { Page } from '@playwright/test'

/** Set by `npm run demo:record`: human pace, captions, stills and a video. Unset, a demo is a test like any other. */
export const isRecording = process.env['PATCHBAY_RECORD'] === '1'
export const RECORDINGS = path.resolve(import.meta.dirname, '../../out/demo')

const READING_MS_PER_CHARACTER = 45
const LEAST_READING_MS = 1_200

/** Shows a demo to people: says what comes next, gives them time to read, takes a still. Does nothing while only testing. */
export class Presenter {
  constructor(
    private readonly page: Page,
    private readonly demo: string,
  ) {}

  /** A caption at the foot of the page, shown until the next one, for as long as it takes to read. */
  async say(text: string): Promise<void> {
    if (!isRecording) return
    await this.page.evaluate((caption) => {
      const id = 'demo-caption'
      const box = document.getElementById(id) ?? document.body.appendChild(document.createElement('div'))
      box.id = id
      box.textContent = caption
      Object.assign(box.style, {
        position: 'fixed',
        left: '50%',
        bottom: '48px',
        transform: 'translateX(-50%)',
        maxWidth: '820px',
        padding: '12px 20px',
        borderRadius: '8px',
        background: 'rgb(11 14 17 / .88)',
        color: '#e8edf2',
        font: '600 18px system-ui, sans-serif',
        zIndex: '1000',
        pointerEvents: 'none',
      })
    }, text)
    await this.pause(Math.max(LEAST_READING_MS, text.length * READING_MS_PER_CHARACTER))
  }

  /** Lets the picture stand. A recording is for people, so this is the one place where a demo waits for the clock. */
  async pause(milliseconds = LEAST_READING_MS): Promise<void> {
    if (isRecording) await this.page.waitForTimeout(milliseconds)
  }

  /** A PNG of the page as it stands, without the caption. */
  async still(name: string): Promise<void> {
    if (!isRecording) return
    await this.page.evaluate(() => document.getElementById('demo-caption')?.remove())
    await this.page.screenshot({ path: path.join(RECORDINGS, `${this.demo}-${name}.png`) })
  }
}
