-- AlterTable
ALTER TABLE "Change" ADD COLUMN "releasedAt" DATETIME;
