-- Ways to find a writer's own stories, and the templates that every paper has to begin with.

CREATE INDEX story_by_writer ON story (begun_by, changed_at, id);
CREATE INDEX story_unread ON story (unread_since, id) WHERE unread_since IS NOT NULL;

INSERT INTO story_template (id, name, kind, headline, standfirst, document, brief, planned_words, changed_at)
VALUES ('brief', 'Brief', 'news', '', '',
        '{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"t0"}}]}',
        'Three paragraphs at most: what happened, where and when; who says so; what comes next.',
        150, 0);
INSERT INTO story_template (id, name, kind, headline, standfirst, document, brief, planned_words, changed_at)
VALUES ('court', 'Court', 'news', '{slug}', '',
        '{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"t0"}},{"type":"heading","attrs":{"id":"t1","level":2},"content":[{"type":"text","text":"The charge"}]},{"type":"paragraph","attrs":{"id":"t2"}},{"type":"heading","attrs":{"id":"t3","level":2},"content":[{"type":"text","text":"The evidence"}]},{"type":"paragraph","attrs":{"id":"t4"}},{"type":"heading","attrs":{"id":"t5","level":2},"content":[{"type":"text","text":"The defence"}]},{"type":"paragraph","attrs":{"id":"t6"}},{"type":"heading","attrs":{"id":"t7","level":2},"content":[{"type":"text","text":"What comes next"}]},{"type":"paragraph","attrs":{"id":"t8"}}]}',
        'Name the court, the judge and the stage of the proceedings. Accused, not guilty, until there is a verdict. Ask whether reporting is restricted before you write a name.',
        500, 0);
INSERT INTO story_template (id, name, kind, headline, standfirst, document, brief, planned_words, changed_at)
VALUES ('obituary', 'Obituary', 'news', '{slug}', '',
        '{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"t0"}},{"type":"heading","attrs":{"id":"t1","level":2},"content":[{"type":"text","text":"Early life"}]},{"type":"paragraph","attrs":{"id":"t2"}},{"type":"heading","attrs":{"id":"t3","level":2},"content":[{"type":"text","text":"Work"}]},{"type":"paragraph","attrs":{"id":"t4"}},{"type":"heading","attrs":{"id":"t5","level":2},"content":[{"type":"text","text":"Later years"}]},{"type":"paragraph","attrs":{"id":"t6"}}]}',
        'Name, age, date and place of death and who confirmed it stand in the first paragraph. Say how you know each date. Ask the family once, gently.',
        700, 0);
INSERT INTO story_template (id, name, kind, headline, standfirst, document, brief, planned_words, changed_at)
VALUES ('weather', 'Weather', 'news', 'Weather, {date}', '',
        '{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"t0"}},{"type":"heading","attrs":{"id":"t1","level":2},"content":[{"type":"text","text":"Today"}]},{"type":"paragraph","attrs":{"id":"t2"}},{"type":"heading","attrs":{"id":"t3","level":2},"content":[{"type":"text","text":"Tonight"}]},{"type":"paragraph","attrs":{"id":"t4"}},{"type":"heading","attrs":{"id":"t5","level":2},"content":[{"type":"text","text":"The days ahead"}]},{"type":"paragraph","attrs":{"id":"t6"}}]}',
        'Say whose forecast it is and when it was made. Warnings first, in the words of the office that gave them.',
        200, 0);
