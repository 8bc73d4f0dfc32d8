"""A scene is what is drawn, and what it stands for."""


def test_a_scene_links_notes_to_what_is_drawn_and_back(scene):
    (first, second) = scene.content.measures
    note = next(n for e in first.events for n in e.notes if n.accidental == "n")

    drawn = scene.drawn_for(note)

    assert {d.label for d in drawn if hasattr(d, "label")} >= {"noteheadBlack", "natural"}
    assert all(d.subject in (note, note.event) for d in drawn)
    assert note.event.measure is first
    assert scene.place(second).left >= scene.place(first).right - 1
    assert [s.number for s in scene.pages[0].systems[0].staves] == [1, 2]
