"""What people say of themselves and how they look; organisations' sites; undoing acts on seats."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up to it."""
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(
            sa.Column("about", sa.String(length=240), nullable=False, server_default="")
        )
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(
            sa.Column("web", sa.String(length=300), nullable=False, server_default="")
        )
    op.create_table(
        "picture",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_picture_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_picture")),
        sa.UniqueConstraint("public_id", name=op.f("uq_picture_public_id")),
    )
    op.create_table(
        "house_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'organisation') = (seat_id IS NULL)", name=op.f("ck_house_act_of_a_seat")
        ),
        sa.CheckConstraint(
            "(kind = 'organisation') = (organisation_id IS NOT NULL)",
            name=op.f("ck_house_act_of_an_organisation"),
        ),
        sa.CheckConstraint(
            "kind IN ('role', 'end', 'organisation')", name=op.f("ck_house_act_kind_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_house_act_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_house_act_organisation_id")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_house_act_panel_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_house_act_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_act")),
        sa.UniqueConstraint("public_id", name=op.f("uq_house_act_public_id")),
    )
    op.create_index("ix_house_act_last", "house_act", ["by_id", "at"])


def downgrade() -> None:
    """Go back from it."""
    op.drop_index("ix_house_act_last", "house_act")
    op.drop_table("house_act")
    op.drop_table("picture")
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_column("web")
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("about")
