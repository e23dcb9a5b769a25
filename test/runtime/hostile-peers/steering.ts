/** What could steer a terminal or turn the writing; nothing else that a peer sends is dangerous as text. */
export const steering = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
