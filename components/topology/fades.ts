const AT_A_GLANCE = 'in-data-fading:hover:opacity-80 in-data-fading:focus-within:opacity-80'

/**
 * While a search or a path is shown, all fades but what is bright. The canvas alone is told of it (`data-fading`): what is not
 * bright need not be drawn again.
 */
export const fades = (isBright: boolean): string => (isBright ? '' : `in-data-fading:opacity-(--dim) ${AT_A_GLANCE}`)

/** The same for a row: one in a box that fades as a whole does not fade twice. */
export const fadesInBox = (isBright: boolean): string =>
  isBright ? '' : `in-data-fading:in-data-bright:opacity-(--dim) ${AT_A_GLANCE}`
