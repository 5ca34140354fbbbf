"""Letters, and what accounts need of them."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ALPHABET = "bcdfghjkmnpqrstvwxyz23456789"  # of public ids


def upgrade() -> None:
    """Go up to it."""
    with op.batch_alter_table("job") as batch_op:
        batch_op.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "taken_at IS NULL OR given_up_at IS NULL", name=op.f("ck_letter_one_end")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_letter_public_id")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("person_id", "token_hash", name=op.f("uq_device_person_id_token_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_device_public_id")),
    )
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_password_reset_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_reset_token_hash")),
    )
    op.create_index(op.f("ix_password_reset_person_id"), "password_reset", ["person_id"])
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=254), nullable=False),
        sa.Column("new", sa.String(length=254), nullable=False),
        sa.Column("old_hash", sa.String(), nullable=False),
        sa.Column("new_hash", sa.String(), nullable=False),
        sa.Column("back_hash", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_address_change_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
        sa.UniqueConstraint("back_hash", name=op.f("uq_address_change_back_hash")),
        sa.UniqueConstraint("new_hash", name=op.f("uq_address_change_new_hash")),
        sa.UniqueConstraint("old_hash", name=op.f("uq_address_change_old_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_address_change_public_id")),
    )
    op.create_index(op.f("ix_address_change_person_id"), "address_change", ["person_id"])
    _name_sign_ins()


def _name_sign_ins() -> None:
    """Give those who are signed in a name that they can be revoked by; what is not known is ""."""
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("browser", "system"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    table = sa.table(
        "sign_in",
        sa.column("id", sa.Integer()),
        sa.column("public_id", sa.String()),
        sa.column("since", sa.DateTime(timezone=True)),
        sa.column("seen_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    for number in connection.scalars(sa.select(table.c.id)).all():
        name = "".join(secrets.choice(ALPHABET) for _ in range(12))
        connection.execute(
            table.update().where(table.c.id == number).values(public_id=name, seen_at=table.c.since)
        )
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_sign_in_public_id"), ["public_id"])


def downgrade() -> None:
    """Go back from it."""
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.drop_constraint(op.f("uq_sign_in_public_id"), type_="unique")
        for name in ("system", "browser", "seen_at", "public_id"):
            batch_op.drop_column(name)
    op.drop_index(op.f("ix_address_change_person_id"), "address_change")
    op.drop_table("address_change")
    op.drop_index(op.f("ix_password_reset_person_id"), "password_reset")
    op.drop_table("password_reset")
    op.drop_table("device")
    op.drop_table("letter")
    with op.batch_alter_table("job") as batch_op:
        batch_op.drop_column("not_before")
