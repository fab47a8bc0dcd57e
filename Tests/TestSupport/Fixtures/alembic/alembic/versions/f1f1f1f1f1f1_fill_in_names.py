"""fill in names

Revision ID: f1f1f1f1f1f1
Revises: e1e1e1e1e1e1
Create Date: 2026-11-23 00:01:28.755689

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'f1f1f1f1f1f1'
down_revision: Union[str, Sequence[str], None] = 'e1e1e1e1e1e1'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = 'billing'


def upgrade() -> None:
    rows = op.get_bind().execute(sa.text("SELECT id, name FROM users")).all()
    for row in rows:
        op.execute(f"UPDATE users SET email = '{row.name}@example.org' WHERE id = {row.id}")


def downgrade() -> None:
    op.execute("UPDATE users SET email = NULL")
