CREATE TABLE employees (
  emp_no INT NOT NULL,
  birth_date DATE NOT NULL,
  first_name VARCHAR(14) NOT NULL,
  last_name VARCHAR(16) NOT NULL,
  gender ENUM('M','F','X') NOT NULL,
  hire_date DATE NOT NULL,
  PRIMARY KEY (emp_no)
);

CREATE TABLE departments (
  dept_no CHAR(4) NOT NULL,
  dept_name VARCHAR(40) NOT NULL,
  head_emp_no INT NULL,
  PRIMARY KEY (dept_no),
  UNIQUE KEY (dept_name),
  FOREIGN KEY (head_emp_no) REFERENCES employees (emp_no) ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE TABLE dept_emp (
  emp_no INT NOT NULL,
  dept_no CHAR(4) NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NOT NULL,
  FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE,
  FOREIGN KEY (dept_no) REFERENCES departments (dept_no) ON DELETE CASCADE,
  PRIMARY KEY (emp_no, dept_no)
);

CREATE TABLE dept_manager (
  dept_no CHAR(4) NOT NULL,
  emp_no INT NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NOT NULL,
  KEY (emp_no),
  KEY (dept_no),
  FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE,
  FOREIGN KEY (dept_no) REFERENCES departments (dept_no) ON DELETE CASCADE,
  PRIMARY KEY (emp_no, dept_no)
);

CREATE TABLE titles (
  emp_no INT NOT NULL,
  title VARCHAR(50) NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE,
  FOREIGN KEY (emp_no) REFERENCES employees (emp_no) ON DELETE CASCADE,
  PRIMARY KEY (emp_no, title, from_date)
);

CREATE TABLE salaries (
  emp_no INT NOT NULL,
  salary INT NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NOT NULL,
  PRIMARY KEY (emp_no, from_date)
)
PARTITION BY RANGE COLUMNS (from_date) (
  PARTITION p1990 VALUES LESS THAN ('1991-01-01'),
  PARTITION p1995 VALUES LESS THAN ('1996-01-01') COMMENT = 'the "early" years',
  PARTITION p_max VALUES LESS THAN (MAXVALUE)
);

CREATE TABLE punches (
  emp_no INT NOT NULL,
  punched_at DATETIME NOT NULL,
  terminal_id SMALLINT NOT NULL,
  KEY emp_no (emp_no, punched_at)
) PARTITION BY HASH (emp_no) PARTITIONS 4;

CREATE VIEW current_dept_emp AS
  SELECT l.emp_no, d.dept_no, l.from_date, l.to_date
  FROM dept_emp d
  INNER JOIN (SELECT emp_no, MAX(from_date) AS from_date, MAX(to_date) AS to_date FROM dept_emp GROUP BY emp_no) l
    ON l.emp_no = d.emp_no AND d.from_date = l.from_date AND l.to_date = d.to_date;
