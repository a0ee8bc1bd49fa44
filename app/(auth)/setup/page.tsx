import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/auth/AuthCard'
import { SetupForm } from '@/components/auth/SetupForm'
import { readIsSetUp } from '@/lib/server/auth/page-session'

export const metadata: Metadata = { title: 'Set up' }

export default async function SetupPage() {
  if (await readIsSetUp()) redirect('/sign-in')
  return (
    <AuthCard
      title="Make the first administrator"
      lead="This console has no users yet. The administrator adds hosts, and other people after that. This page works only once, and for whoever can read the console’s log."
    >
      <SetupForm />
    </AuthCard>
  )
}
