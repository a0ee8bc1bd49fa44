/** What holds for every answer. The Content-Security-Policy of pages has a nonce and is set in proxy.ts. */
const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()',
  },
]

/** Answers of the API are data: nothing in them may ever run, and none may be framed. */
const API_POLICY = { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'; sandbox" }

/** @type {import('next').NextConfig} */
const nextConfig = {
  // Browser tests and a development server may run side by side, each with its own output.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // ssh2, SQLite and argon2 load native code and must stay outside the bundle.
  serverExternalPackages: ['ssh2', '@photostructure/sqlite', '@node-rs/argon2', 'pino'],
  // `npm run typecheck` looks at every file, tests included; a second time in each build costs the first start a minute.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  headers: async () => [
    { source: '/:path*', headers: SECURITY_HEADERS },
    { source: '/api/:path*', headers: [API_POLICY] },
  ],
}

export default nextConfig
