-- What the partner knows of a customer (store::prefills), one row for each prospect, deleted when the customer has sent their details, or the
-- onboarding has ended. Personal data.
CREATE TABLE prefills (
    prospect_id BIGINT PRIMARY KEY REFERENCES prospects (id),
    prefill TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TRIGGER prefills_counts AFTER INSERT OR DELETE ON prefills FOR EACH ROW EXECUTE FUNCTION count_fact();
