/** Opens a page of ours with a whole page load: who is signed in has changed, and nothing of before may stay in memory. */
export const openAfresh = (path: string): void => window.location.assign(path)
