package main

// tables are those of both databases, which name their types differently.
const tables = `
CREATE TABLE IF NOT EXISTS seen (slot integer PRIMARY KEY, upd bigint NOT NULL);
CREATE TABLE IF NOT EXISTS positions (platform text PRIMARY KEY, pos bigint NOT NULL);
CREATE TABLE IF NOT EXISTS states (chat integer PRIMARY KEY, state BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (row bigint PRIMARY KEY, chat integer NOT NULL, reply BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS journal (number bigint PRIMARY KEY, hash BLOB NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS submissions (id bigint PRIMARY KEY, unit integer NOT NULL, day integer NOT NULL, reporter integer NOT NULL, kind integer NOT NULL, entry bigint NOT NULL);
CREATE INDEX IF NOT EXISTS byday ON submissions (unit, day, id);
CREATE INDEX IF NOT EXISTS byreporter ON submissions (reporter, id);
CREATE TABLE IF NOT EXISTS imported (code text PRIMARY KEY, submission bigint NOT NULL);
CREATE TABLE IF NOT EXISTS sums (unit integer NOT NULL, granule integer NOT NULL, kind integer NOT NULL, n bigint NOT NULL, a bigint NOT NULL, b bigint NOT NULL, PRIMARY KEY (unit, granule, kind));`

// numbers asks for the last ones given out, and the last hash.
const (
	numbers  = `SELECT coalesce((SELECT max(number) FROM journal), 0), coalesce((SELECT max(id) FROM submissions), 0), coalesce((SELECT max(row) FROM outbox), 0)`
	lastHash = `SELECT hash FROM journal ORDER BY number DESC LIMIT 1`
	addSum   = ` ON CONFLICT (unit, granule, kind) DO UPDATE SET n = sums.n + excluded.n, a = sums.a + excluded.a, b = sums.b + excluded.b`
	ofMonth  = `SELECT kind, n, a, b FROM sums WHERE unit = -1 AND granule = $1`
)
