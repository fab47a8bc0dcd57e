"""reports

Revision ID: d1d1d1d1d1d1
Revises: 
Create Date: 2026-11-23 00:01:27.904002

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'd1d1d1d1d1d1'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = ('reports',)
depends_on: Union[str, Sequence[str], None] = 'c2c2c2c2c2c2'


def upgrade() -> None:
    reports = op.create_table("reports", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("title", sa.String(40)))
    op.bulk_insert(reports, [{"id": 1, "title": "50% more; it's"}, {"id": 2, "title": "plain"}])
    op.execute("UPDATE reports SET title = CONCAT(title, '!') WHERE title LIKE '50%'")


def downgrade() -> None:
    op.drop_table("reports")
