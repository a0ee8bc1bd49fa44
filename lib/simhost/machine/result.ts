/** What a command answers: exit status and both streams, as bytes would come over the channel. */
export type Result = { status: number; stdout: string; stderr: string }

export const ok = (stdout = ''): Result => ({ status: 0, stdout, stderr: '' })

export const failed = (status: number, stderr: string, stdout = ''): Result => ({
  status,
  stdout,
  stderr: stderr === '' || stderr.endsWith('\n') ? stderr : `${stderr}\n`,
})

/** Thrown inside a command to leave it with its error; the command's own entry turns it into a Result. */
export class CommandError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** Runs a command body and turns its CommandError into what the tool would print. */
export const attempt = (body: () => Result): Result => {
  try {
    return body()
  } catch (error) {
    if (error instanceof CommandError) return failed(error.status, error.message)
    throw error
  }
}
