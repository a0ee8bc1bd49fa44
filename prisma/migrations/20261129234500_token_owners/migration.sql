-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN "userId" TEXT REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "ApiToken_userId_idx" ON "ApiToken"("userId");

-- A token belongs to whoever made it, as the audit log has it: the newest entry of its name, by a user who was there already.
UPDATE "ApiToken" SET "userId" = (
  SELECT "User"."id" FROM "AuditEntry" JOIN "User" ON "AuditEntry"."actor" = 'user:' || "User"."login"
  WHERE "AuditEntry"."seq" = (
      SELECT max("seq") FROM "AuditEntry" WHERE "action" = 'token.create' AND "target" = 'token:' || "ApiToken"."name")
    AND "User"."createdAt" <= "AuditEntry"."at"
) WHERE "id" <> 'bootstraptoken';
