-- The lists of the record that readers see, and the names that were erased, each known by its keyed hash alone.

CREATE INDEX entity_public ON entity (kind, folded, id) WHERE is_public AND merged_into IS NULL;

CREATE TABLE erased_name (
    mac TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
CREATE INDEX record_request_by_entity ON record_request (entity_id);
CREATE INDEX entity_role_by_organisation ON entity_role (organisation_id);
