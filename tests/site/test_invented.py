"""Invented projects and people can do what real ones can."""

from unsilenced.sealing import grants, keys, passphrase, recovery


def test_a_caseworker_unlocks_and_opens_the_projects_key(project, caseworker):
    amara = caseworker()
    user = amara.user
    unlocked = passphrase.unwrap_private_key(
        bytes(user.wrapped_private_key),
        wrapping_key=passphrase.derive(amara.passphrase, bytes(user.salt)).wrapping_key,
        user=user.id,
    )
    opened = grants.open_grant(
        bytes(user.grants.get().envelope),
        key=project.key.id,
        user=user.id,
        user_private_key=unlocked,
    )
    assert keys.public_key_of(opened) == bytes(project.key.public_key)


def test_the_recovery_sheet_opens_the_projects_key(project):
    opened = grants.open_from_recovery(
        bytes(project.key.recovery_envelope),
        key=project.key.id,
        recovery_private_key=recovery.derive(project.sheet).private_key,
    )
    assert opened == project.private_key


def test_an_invented_project_is_marked_as_such(project):
    assert project.project.invented
