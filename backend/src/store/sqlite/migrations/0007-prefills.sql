-- What the partner knows of a customer (store::prefills), one row for each prospect, deleted when the customer has sent their details, or the
-- onboarding has ended. Personal data.
CREATE TABLE prefills (
    prospect_id BIGINT PRIMARY KEY REFERENCES prospects (id),
    prefill TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TRIGGER prefills_insert_counts AFTER INSERT ON prefills BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER prefills_delete_counts AFTER DELETE ON prefills BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;
