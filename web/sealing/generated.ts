// Written by script/facts from what Python defines. Change it there.

export const KEY_SIZE = 32;
export const SIZES: readonly number[] = [4_096, 16_384, 65_536, 262_144];
export const LARGEST = 262_140;
export const CHUNK = 262_144;
export const MOST_CHUNKS = 64;
export const RECEIPT_WORDS = 7;
export const HURTFUL =
  "abandon absurd abuse accuse acid addict afraid aim alarm alcohol alien alley alone anger angry anxiety armed arrest arrow assault attack awful awkward battle betray bind bitter blade blame blast bleak blind blood body bomb bone border broken bullet burden cage cancel cannon chaos chase cheap chronic citizen client club crack crash crawl crazy crime critic cruel crush cry damage danger defy demise deny deputy despair destroy dirt disease dismiss divorce dose dumb empty enemy enforce escape evidence evil excuse execute exhaust exile exotic expire expose faint false fat fatal fault fever fiction flee foil force fragile frown frozen fury garbage gasp ghost gloom gossip grab grief guard guilt gun hammer harsh hazard hire horror hospital hotel hunt hurt ill illegal illness impose inflict injury inmate innocent inquiry insane jealous judge junk kick kiss knife knock law lawsuit lazy legal liar lonely mad master meat mercy misery mistake monster moral naive nasty negative neglect obey oblige odor panic patrol penalty permit pig pill pistol police poverty price prison problem punch purchase push razor rebel regret reject rifle riot risk rival rough rude sad sadness scare scorpion sentence shadow sheriff shiver shock shoot shove sick siege skin skull slam soldier sorry spike spy squeeze sting strike struggle submit suffer suspect sword symptom target tragic trap trash trial trick trouble ugly unable unfair unhappy upset useless vanish vicious virus visa warfare waste weapon weird whip witness worry wreck wrestle wrong";
export const RECEIPT_COST = { memory: 19_456, passes: 2 };
export const SHEET_WORDS = 24;
export const MOST_TYPED = 2_000;
export const SALT_SIZE = 16;
export const PASSPHRASE_COST = { memory: 65_536, passes: 3 };
export const MOST_DEPTH = 8;
export const MOST_MARKS = 1_024;
export type RecordKind =
  | "report"
  | "reporter-message"
  | "project-message"
  | "note"
  | "attachment"
  | "warning"
  | "review-request";
export type RecipientKind = "project" | "reporter" | "unit";
export type OwnKind = "note" | "warning" | "review-request";
