-- Pages, browser and cart of a visitor are forgotten with the rest of the address: both are found by the moment they are from.

ALTER TABLE PREFIX_onlinechat_visitor
  ADD KEY page_since (id_shop, page_since),
  ADD KEY cart_at (id_shop, cart_at);
