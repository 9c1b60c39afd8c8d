{assign var=paths value=[
  'trending_up' => 'M3 17l6-6 4 4 8-9M15 6h6v6',
  'shopping_basket' => 'M3 10h18l-2 9H5zM8 10l4-6 4 6',
  'account_circle' => 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7',
  'chat' => 'M4 5h16v11H9l-5 4z',
  'extension' => 'M4 8h5V6a2 2 0 1 1 4 0v2h5v5h-2a2 2 0 1 0 0 4h2v3H4z',
  'settings_applications' => 'M4 4h16v16H4zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z'
]}<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{$paths[$name]|default:$paths.extension}"/></svg>
