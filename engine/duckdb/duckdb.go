// Package duckdb is the reference engine: it turns plans into SQL for an
// embedded DuckDB that reads Parquet files.
//
// All SQL over person rows in this module is in this package. Results are
// counts; no person row leaves it.
package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	// The driver registers itself under the name "duckdb".
	_ "github.com/duckdb/duckdb-go/v2"

	"doorstroommonitor/engine"
)

// Options of an engine.
type Options struct {
	// SpillDir holds plain-text spill files. Required. It is made with mode
	// 0700, emptied at start and removed by Close: after a crash the next
	// start removes what was left.
	SpillDir string
	// MemoryLimit is a size such as "4GB". Defaults to "4GB".
	MemoryLimit string
	// Threads defaults to 2.
	Threads int
}

// Engine is a DuckDB database in memory.
type Engine struct {
	db    *sql.DB
	spill string
}

// Open starts an engine. External access beyond reading files, automatic
// extensions and further configuration are switched off.
func Open(opt Options) (*Engine, error) {
	if opt.SpillDir == "" {
		return nil, errors.New("open duckdb: a spill folder is required")
	}
	if opt.MemoryLimit == "" {
		opt.MemoryLimit = "4GB"
	}
	if opt.Threads == 0 {
		opt.Threads = 2
	}
	if err := os.RemoveAll(opt.SpillDir); err != nil {
		return nil, fmt.Errorf("empty the spill folder: %w", err)
	}
	if err := os.MkdirAll(opt.SpillDir, 0o700); err != nil {
		return nil, fmt.Errorf("make the spill folder: %w", err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, fmt.Errorf("open duckdb: %w", err)
	}
	db.SetMaxOpenConns(1)
	for _, set := range []string{
		"SET autoinstall_known_extensions=false",
		"SET autoload_known_extensions=false",
		"SET preserve_insertion_order=false",
		fmt.Sprintf("SET threads=%d", opt.Threads),
		"SET memory_limit=" + quote(opt.MemoryLimit),
		"SET temp_directory=" + quote(filepath.Clean(opt.SpillDir)),
	} {
		if _, err := db.Exec(set); err != nil {
			db.Close()
			return nil, fmt.Errorf("configure duckdb: %w", err)
		}
	}
	return &Engine{db: db, spill: opt.SpillDir}, nil
}

// Close closes the database and removes the spill folder.
func (e *Engine) Close() error {
	return errors.Join(e.db.Close(), os.RemoveAll(e.spill))
}

// Aggregate implements engine.Engine with one query over all plans.
func (e *Engine) Aggregate(ctx context.Context, src engine.Source, plans []engine.Plan, emit func(engine.Count) error) error {
	q, err := build(src, plans)
	if err != nil {
		return err
	}
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("count: %w", err)
	}
	defer conn.Close()
	for _, stmt := range q.setup {
		if _, err := conn.ExecContext(ctx, stmt); err != nil {
			return fmt.Errorf("count: prepare recodes: %w", err)
		}
	}
	rows, err := conn.QueryContext(ctx, q.query)
	if err != nil {
		return fmt.Errorf("count: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var c engine.Count
		var codes string
		if err := rows.Scan(&c.Plan, &c.Year, &codes, &c.N); err != nil {
			return fmt.Errorf("count: read result: %w", err)
		}
		c.Codes = strings.Split(codes, separator)
		if err := emit(c); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("count: %w", err)
	}
	return nil
}
