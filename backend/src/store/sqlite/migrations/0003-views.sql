-- How often the program was started on this file.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO runs (id, number) VALUES (1, 0);

-- Counts everything that is recorded about a prospect and can change its snapshot: the triggers below.
ALTER TABLE prospects ADD COLUMN facts BIGINT NOT NULL DEFAULT 0;

-- The snapshot as it was computed last. It may hold personal data: where to send money to, and in which name.
CREATE TABLE views (
    prospect_id BIGINT PRIMARY KEY REFERENCES prospects (id),
    -- prospects.facts and runs.number at that time. With others, it is computed again.
    facts BIGINT NOT NULL,
    run BIGINT NOT NULL,
    -- When it changes by the passing of time alone.
    next_change BIGINT,
    is_final BOOLEAN NOT NULL,
    snapshot TEXT NOT NULL
);

CREATE INDEX sent_of_authentication ON sent (authentication_id) WHERE authentication_id IS NOT NULL;

CREATE TRIGGER sent_insert_counts AFTER INSERT ON sent BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER sent_delete_counts AFTER DELETE ON sent BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;

CREATE TRIGGER attempts_insert_counts AFTER INSERT ON attempts BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER attempts_update_counts AFTER UPDATE ON attempts BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER attempts_delete_counts AFTER DELETE ON attempts BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;

CREATE TRIGGER submissions_insert_counts AFTER INSERT ON submissions BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER submissions_update_counts AFTER UPDATE ON submissions BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER submissions_delete_counts AFTER DELETE ON submissions BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;

CREATE TRIGGER drafts_insert_counts AFTER INSERT ON drafts BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER drafts_delete_counts AFTER DELETE ON drafts BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;

CREATE TRIGGER reveals_insert_counts AFTER INSERT ON reveals BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER reveals_delete_counts AFTER DELETE ON reveals BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;

CREATE TRIGGER reported_codes_insert_counts AFTER INSERT ON reported_codes BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER reported_codes_delete_counts AFTER DELETE ON reported_codes BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;

CREATE TRIGGER transfers_insert_counts AFTER INSERT ON transfers BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.prospect_id;
END;

CREATE TRIGGER transfers_delete_counts AFTER DELETE ON transfers BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = OLD.prospect_id;
END;

CREATE TRIGGER inbox_insert_counts AFTER INSERT ON inbox BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE app_user_id = NEW.app_user_id;
    UPDATE prospects SET facts = facts + 1 WHERE NEW.app_user_id IS NULL
        AND id IN (SELECT prospect_id FROM sent WHERE authentication_id = NEW.authentication_id);
END;

CREATE TRIGGER inbox_delete_counts AFTER DELETE ON inbox BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE app_user_id = OLD.app_user_id;
    UPDATE prospects SET facts = facts + 1 WHERE OLD.app_user_id IS NULL
        AND id IN (SELECT prospect_id FROM sent WHERE authentication_id = OLD.authentication_id);
END;

CREATE TRIGGER ended_users_insert_counts AFTER INSERT ON ended_users BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE app_user_id = NEW.app_user_id;
END;

CREATE TRIGGER prospects_update_counts AFTER UPDATE OF app_user_id ON prospects BEGIN
    UPDATE prospects SET facts = facts + 1 WHERE id = NEW.id;
END;
