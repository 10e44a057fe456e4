"""暂停、恢复、撤销、注销: proposed by one, confirmed by another, what they rest on, and the decision letters.
Imports suspensions/ and below; floors above register their kinds of basis."""
