/** @type {import('next').NextConfig} */
const nextConfig = {
  // ssh2, better-sqlite3 and argon2 load native code and must stay outside the bundle.
  serverExternalPackages: ['ssh2', 'better-sqlite3', '@prisma/adapter-better-sqlite3', '@node-rs/argon2', 'pino'],
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
}

export default nextConfig
