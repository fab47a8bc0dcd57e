"""asyncmy and SQLAlchemy's AsyncSession at the same work as client.c.

rivals.py asyncmy|sqlalchemy lookup|insert|fetch OPERATIONS HOST PORT TASKS
"""

import asyncio
import json
import random
import resource
import sys
import time
from datetime import datetime
from decimal import Decimal

COLUMNS = "id, a, b, c, d, e, f, g, h, i"


async def asyncmy_workers(workload, host, port, tasks):
    import asyncmy

    connections = [
        await asyncmy.connect(host=host, port=port, user="root", password="", db="d") for _ in range(tasks)
    ]

    async def work(task, operations):
        rows = 0
        connection = connections[task]
        for _ in range(operations):
            async with connection.cursor() as cursor:
                key = random.randint(1, 10000)
                if workload == "lookup":
                    await cursor.execute(f"SELECT {COLUMNS} FROM bench WHERE id = %s", (key,))
                    rows += len(await cursor.fetchall())
                elif workload == "insert":
                    rows += await cursor.execute("INSERT INTO benchins (a, c) VALUES (%s, 'some text here')", (key,))
                    await connection.commit()
                else:
                    await cursor.execute(f"SELECT {COLUMNS} FROM bench")
                    rows += len(await cursor.fetchall())
        return rows

    return work


async def sqlalchemy_workers(workload, host, port, tasks):
    from sqlalchemy import BigInteger, Numeric, select
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Bench(Base):
        __tablename__ = "bench"
        id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
        a: Mapped[int]
        b: Mapped[int] = mapped_column(BigInteger)
        c: Mapped[str]
        d: Mapped[str]
        e: Mapped[float]
        f: Mapped[Decimal] = mapped_column(Numeric(12, 2))
        g: Mapped[datetime]
        h: Mapped[bool]
        i: Mapped[str]

    class Inserted(Base):
        __tablename__ = "benchins"
        id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
        a: Mapped[int]
        c: Mapped[str]

    engine = create_async_engine(f"mysql+asyncmy://root@{host}:{port}/d", pool_size=tasks)
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def work(task, operations):
        rows = 0
        for _ in range(operations):
            key = random.randint(1, 10000)
            async with sessions() as session:
                if workload == "lookup":
                    rows += (await session.scalar(select(Bench).where(Bench.id == key))) is not None
                elif workload == "insert":
                    session.add(Inserted(a=key, c="some text here"))
                    await session.commit()
                    rows += 1
                else:
                    rows += len((await session.scalars(select(Bench))).all())
        return rows

    return work


async def main():
    rival, workload, operations, host, port, tasks = sys.argv[1:]
    operations, tasks = int(operations), int(tasks)
    make = asyncmy_workers if rival == "asyncmy" else sqlalchemy_workers
    work = await make(workload, host, int(port), tasks)
    # Connections are open, as in client.c.
    await asyncio.gather(*[work(task, 1) for task in range(tasks)])
    cpu, start = time.process_time(), time.perf_counter()
    rows = sum(await asyncio.gather(*[work(task, operations // tasks) for task in range(tasks)]))
    print(
        json.dumps(
            {
                "operations": operations,
                "seconds": time.perf_counter() - start,
                "cpu": time.process_time() - cpu,
                "rows": rows,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            }
        )
    )


asyncio.run(main())
