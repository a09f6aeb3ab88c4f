-- Never changed once released: a later version is a later file.
CREATE SCHEMA IF NOT EXISTS pawl;

CREATE TABLE pawl.records (
  profile text COLLATE "C" NOT NULL CONSTRAINT records_profile PRIMARY KEY,
  version bigint NOT NULL CHECK (version > 0),
  body text NOT NULL,
  print text COLLATE "C" CONSTRAINT records_print UNIQUE,
  moved xid8 NOT NULL DEFAULT pg_current_xact_id()
);

-- Who polls asks what was written since it asked last.
CREATE INDEX records_moved ON pawl.records (moved);

CREATE TABLE pawl.format (
  version integer NOT NULL
);
