"""Mesa writes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up to it."""
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("drafting", sa.Boolean(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience_id"], ["audience.id"], name=op.f("fk_document_audience_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    op.create_index(op.f("ix_document_audience_id"), "document", ["audience_id"])

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=True),
        sa.Column("moderators", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_state_known")
        ),
        sa.ForeignKeyConstraint(["audience_id"], ["audience.id"], name=op.f("fk_job_audience_id")),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_job_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_job_public_id")),
    )
    op.create_index("ix_job_to_do", "job", ["state", "lease_until", "id"])

    op.create_table(
        "document_client",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_client_document_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_document_client_seat_id")),
        sa.PrimaryKeyConstraint("document_id", "client", name=op.f("pk_document_client")),
    )
    op.create_table(
        "document_look",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_look_document_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_document_look_seat_id")),
        sa.PrimaryKeyConstraint("seat_id", "document_id", name=op.f("pk_document_look")),
    )
    op.create_table(
        "document_snapshot",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_snapshot_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_snapshot")),
    )
    op.create_table(
        "document_update",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_update_document_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_document_update_seat_id")),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_update")),
    )
    op.create_index(
        "ix_document_update_by", "document_update", ["document_id", "seat_id", "number"]
    )
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("splitter", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_document_version_by_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_document_version_document_id_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_version_public_id")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("sent", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('draft', 'consultation', 'ballot', 'adopted', 'delivered', 'answered', 'archived', 'withdrawn')",
            name=op.f("ck_paper_stage_known"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_paper_document_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["working_group.id"], name=op.f("fk_paper_group_id")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["seat.id"], name=op.f("fk_paper_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("document_id", name=op.f("uq_paper_document_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_public_id")),
        sa.UniqueConstraint("started_by_id", "token", name=op.f("uq_paper_started_by_id_token")),
    )
    op.create_table(
        "paper_source",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_source_paper_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_paper_source_thread_id")
        ),
        sa.PrimaryKeyConstraint("paper_id", "thread_id", name=op.f("pk_paper_source")),
    )
    op.create_index(op.f("ix_paper_source_thread_id"), "paper_source", ["thread_id"])

    op.create_table(
        "paper_stage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_stage", sa.String(), nullable=False),
        sa.Column("to_stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("meeting", sa.String(length=200), nullable=False),
        sa.Column("wording", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(adopted_on IS NULL) = (to_stage <> 'adopted')",
            name=op.f("ck_paper_stage_change_adoption_recorded"),
        ),
        sa.CheckConstraint(
            "from_stage IN ('draft', 'consultation', 'ballot', 'adopted', 'delivered', 'answered', 'archived', 'withdrawn')",
            name=op.f("ck_paper_stage_change_from_stage_known"),
        ),
        sa.CheckConstraint(
            "to_stage IN ('draft', 'consultation', 'ballot', 'adopted', 'delivered', 'answered', 'archived', 'withdrawn')",
            name=op.f("ck_paper_stage_change_to_stage_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["seat.id"], name=op.f("fk_paper_stage_change_by_id")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["paper.id"], name=op.f("fk_paper_stage_change_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_stage_change")),
        sa.UniqueConstraint(
            "paper_id", "number", name=op.f("uq_paper_stage_change_paper_id_number")
        ),
    )
    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(length=60), nullable=True))
        batch_op.add_column(
            sa.Column("place", sa.String(length=40), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("quotation", sa.String(length=400), nullable=False, server_default="")
        )
        batch_op.create_index("ix_thread_about", ["about", "at"])


def downgrade() -> None:
    """Go back from it."""
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_index("ix_thread_about")
        batch_op.drop_column("quotation")
        batch_op.drop_column("place")
        batch_op.drop_column("about")

    op.drop_table("paper_stage_change")
    op.drop_index(op.f("ix_paper_source_thread_id"), "paper_source")

    op.drop_table("paper_source")
    op.drop_table("paper")
    op.drop_table("document_version")
    op.drop_index("ix_document_update_by", "document_update")

    op.drop_table("document_update")
    op.drop_table("document_snapshot")
    op.drop_table("document_look")
    op.drop_table("document_client")
    op.drop_index("ix_job_to_do", "job")

    op.drop_table("job")
    op.drop_index(op.f("ix_document_audience_id"), "document")

    op.drop_table("document")
