import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/auth/AuthCard'
import { SignInForm } from '@/components/auth/SignInForm'
import { toNextPath } from '@/lib/client/next-path'
import { readIsSetUp, readPageSession } from '@/lib/server/auth/page-session'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<{ next?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const { next } = await searchParams
  const nextPath = typeof next === 'string' ? next : null
  if (!(await readIsSetUp())) redirect('/setup')
  if ((await readPageSession()) !== null) redirect(toNextPath(nextPath))
  return (
    <AuthCard title="Sign in" lead="The virtual networking of your KVM hosts, as it really is.">
      <SignInForm next={nextPath} />
    </AuthCard>
  )
}
