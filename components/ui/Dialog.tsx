'use client'

import dynamic from 'next/dynamic'

/** Mount it to open it. In a chunk of its own: no page waits for what only an act opens. */
export const Dialog = dynamic(() => import('./DialogBox').then((module) => module.DialogBox), { ssr: false })
