<?php

class DbQuery
{
    private array $select = [];
    private string $from = '';
    private array $join = [];
    private array $where = [];
    private array $group = [];
    private array $order = [];
    private string $limit = '';

    public function select($fields)
    {
        $this->select[] = $fields;

        return $this;
    }

    public function from($table, $alias = null)
    {
        $this->from = '`' . _DB_PREFIX_ . $table . '`' . ($alias ? ' ' . $alias : '');

        return $this;
    }

    public function innerJoin($table, $alias = null, $on = null)
    {
        return $this->join('INNER JOIN', $table, $alias, $on);
    }

    public function leftJoin($table, $alias = null, $on = null)
    {
        return $this->join('LEFT JOIN', $table, $alias, $on);
    }

    public function where($restriction)
    {
        $this->where[] = '(' . $restriction . ')';

        return $this;
    }

    public function groupBy($fields)
    {
        $this->group[] = $fields;

        return $this;
    }

    public function orderBy($fields)
    {
        $this->order[] = $fields;

        return $this;
    }

    public function limit($limit, $offset = 0)
    {
        $this->limit = ' LIMIT ' . (int) $offset . ', ' . (int) $limit;

        return $this;
    }

    public function build(): string
    {
        return 'SELECT ' . (implode(', ', $this->select) ?: '*') . ' FROM ' . $this->from
            . ($this->join ? ' ' . implode(' ', $this->join) : '')
            . ($this->where ? ' WHERE ' . implode(' AND ', $this->where) : '')
            . ($this->group ? ' GROUP BY ' . implode(', ', $this->group) : '')
            . ($this->order ? ' ORDER BY ' . implode(', ', $this->order) : '')
            . $this->limit;
    }

    public function __toString(): string
    {
        return $this->build();
    }

    private function join(string $kind, $table, $alias, $on): self
    {
        $this->join[] = $kind . ' `' . _DB_PREFIX_ . $table . '`' . ($alias ? ' `' . $alias . '`' : '') . ($on ? ' ON ' . $on : '');

        return $this;
    }
}
