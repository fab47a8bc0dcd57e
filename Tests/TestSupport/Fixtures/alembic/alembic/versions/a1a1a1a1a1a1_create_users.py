"""create users

Revision ID: a1a1a1a1a1a1
Revises: 
Create Date: 2026-11-23 00:01:26.079228

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'a1a1a1a1a1a1'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(80), nullable=False, server_default="x;y"),
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    op.drop_table("users")
