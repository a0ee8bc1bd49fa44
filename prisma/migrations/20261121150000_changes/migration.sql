-- CreateTable
CREATE TABLE "Change" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hostId" TEXT NOT NULL,
    "hostName" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "risk" TEXT NOT NULL,
    "isGuestDisrupting" BOOLEAN NOT NULL,
    "stepCount" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "createdBy" TEXT NOT NULL,
    "undoOfId" TEXT,
    "steps" TEXT NOT NULL,
    "notes" TEXT NOT NULL,
    "mode" TEXT,
    "windowSeconds" INTEGER,
    "confirmAddress" TEXT,
    "sealedNonce" TEXT,
    "appliedAt" DATETIME,
    "appliedBy" TEXT,
    "deadlineAt" DATETIME,
    "endedAt" DATETIME,
    "reason" TEXT,
    "errorCode" TEXT,
    "isPersisted" BOOLEAN NOT NULL DEFAULT true,
    CONSTRAINT "Change_undoOfId_fkey" FOREIGN KEY ("undoOfId") REFERENCES "Change" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Change_id_fkey" FOREIGN KEY ("id") REFERENCES "ChangeDetail" ("changeId") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ChangeDetail" (
    "changeId" TEXT NOT NULL PRIMARY KEY,
    "intents" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "findings" TEXT NOT NULL,
    "accepts" TEXT NOT NULL,
    "runbook" TEXT NOT NULL,
    "hostLog" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Change_hostId_id_idx" ON "Change"("hostId", "id");

-- CreateIndex
CREATE INDEX "Change_status_idx" ON "Change"("status");

-- CreateIndex
CREATE INDEX "Change_undoOfId_idx" ON "Change"("undoOfId");
