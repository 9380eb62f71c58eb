-- A row that readiness probes write: a storage that can only be read is not ready.
CREATE TABLE probe (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
