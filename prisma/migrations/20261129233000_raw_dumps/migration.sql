-- AlterTable
ALTER TABLE "Change" ADD COLUMN "comparison" TEXT;

-- AlterTable
ALTER TABLE "ChangeDetail" ADD COLUMN "rawBefore" TEXT;
