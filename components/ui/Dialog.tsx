'use client'

import { lazyPart } from './lazy-part'

/** Mount it to open it. */
export const Dialog = lazyPart(() => import('./DialogBox').then((module) => module.DialogBox))
