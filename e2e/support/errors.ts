import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { ErrorCode } from '@/lib/contract/errors'
import { ERROR_CODES, ErrorBody } from '@/lib/contract/errors'
import type { ApiAnswer } from './console'

/** The call fails with this code, its HTTP status, and a message for a person. */
export async function expectApiError(answer: Promise<ApiAnswer>, code: ErrorCode, words: RegExp): Promise<void> {
  const { status, body } = await answer
  const { error } = ErrorBody.parse(body)
  expect({ status, code: error.code }).toEqual({ status: ERROR_CODES[code].status, code })
  expect(error.message).toMatch(words)
}

/** The screen says it where the act was: title, code, message. */
export async function expectErrorNote(page: Page, code: ErrorCode, words: RegExp): Promise<void> {
  await expect(page.getByRole('alert').filter({ hasText: code }).filter({ hasText: words })).toBeVisible()
}
