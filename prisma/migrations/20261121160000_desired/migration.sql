-- CreateTable
CREATE TABLE "DesiredRevision" (
    "hostId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "object" TEXT,
    "changedAt" DATETIME NOT NULL,
    "changedBy" TEXT NOT NULL,
    "changeId" TEXT,

    PRIMARY KEY ("hostId", "key", "revision")
);

-- CreateTable
CREATE TABLE "ObjectDrift" (
    "hostId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "since" DATETIME NOT NULL,

    PRIMARY KEY ("hostId", "key")
);
