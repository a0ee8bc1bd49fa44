/** The machine's files as folders: a folder is there while a file is in it. */
export class HostFiles {
  constructor(readonly files: Map<string, string>) {}

  has(path: string): boolean {
    return this.files.has(path)
  }

  hasFolder(path: string): boolean {
    return this.#within(path).length > 0
  }

  /** '' where there is none. */
  read(path: string): string {
    return this.files.get(path) ?? ''
  }

  /** As `read` of the shell takes it: the first line, without its end. */
  line(path: string): string {
    return this.read(path).split('\n', 1)[0] ?? ''
  }

  write(path: string, text: string): void {
    this.files.set(path, text)
  }

  append(path: string, text: string): void {
    this.files.set(path, this.read(path) + text)
  }

  /** rename(2) of a file or a folder. False where there is none. */
  move(from: string, to: string): boolean {
    const inside = this.#within(from)
    const text = this.files.get(from)
    if (text !== undefined) this.files.set(to, text)
    for (const path of inside) this.files.set(to + path.slice(from.length), this.read(path))
    this.remove(from)
    return text !== undefined || inside.length > 0
  }

  /** `rm -rf`. */
  remove(path: string): void {
    for (const inside of this.#within(path)) this.files.delete(inside)
    this.files.delete(path)
  }

  /** Names in a folder, sorted, folders too. */
  names(folder: string): string[] {
    return [...new Set(this.#within(folder).map((path) => path.slice(folder.length + 1).split('/', 1)[0] ?? ''))].sort()
  }

  #within(folder: string): string[] {
    return [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`))
  }
}
