"""last

Revision ID: f2f2f2f2f2f2
Revises: f1f1f1f1f1f1
Create Date: 2026-11-23 00:01:29.210500

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'f2f2f2f2f2f2'
down_revision: Union[str, Sequence[str], None] = 'f1f1f1f1f1f1'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("users", sa.Column("seen", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "seen")
