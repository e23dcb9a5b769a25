import type { Language } from '../../shared/words/languages.ts';

/** What the main process shows: the menu and the titles of the system's dialogs. English is the key, as in the window. */
const words = {
  File: ['Datei', 'Plik', 'ファイル'],
  'New site': ['Neuer Standort', 'Nowa lokalizacja', '新しいサイト'],
  'New window': ['Neues Fenster', 'Nowe okno', '新しいウィンドウ'],
  'Open a site file…': ['Standortdatei öffnen…', 'Otwórz plik lokalizacji…', 'サイトファイルを開く…'],
  'Save as…': ['Speichern unter…', 'Zapisz jako…', '名前を付けて保存…'],
  'Verify a report': ['Bericht verifizieren', 'Zweryfikuj raport', '報告書を検証'],
  'Practice site': ['Übungsstandort', 'Lokalizacja ćwiczebna', '練習サイト'],
  'Close the site': ['Standort schließen', 'Zamknij lokalizację', 'サイトを閉じる'],
  'Close the window': ['Fenster schließen', 'Zamknij okno', 'ウィンドウを閉じる'],
  Quit: ['Beenden', 'Zakończ', '終了'],
  Edit: ['Bearbeiten', 'Edycja', '編集'],
  Undo: ['Rückgängig', 'Cofnij', '元に戻す'],
  Redo: ['Wiederholen', 'Ponów', 'やり直す'],
  Cut: ['Ausschneiden', 'Wytnij', '切り取り'],
  Copy: ['Kopieren', 'Kopiuj', 'コピー'],
  Paste: ['Einfügen', 'Wklej', '貼り付け'],
  'Select all': ['Alles auswählen', 'Zaznacz wszystko', 'すべて選択'],
  View: ['Ansicht', 'Widok', '表示'],
  'Larger text': ['Text größer', 'Większy tekst', '文字を大きく'],
  'Smaller text': ['Text kleiner', 'Mniejszy tekst', '文字を小さく'],
  'Usual text size': ['Normale Textgröße', 'Zwykły rozmiar tekstu', '標準の文字サイズ'],
  'Full screen': ['Vollbild', 'Pełny ekran', '全画面表示'],
  Help: ['Hilfe', 'Pomoc', 'ヘルプ'],
  'Help and keys': ['Hilfe und Tasten', 'Pomoc i klawisze', 'ヘルプとキー'],
  Log: ['Protokoll', 'Dziennik', 'ログ'],
  'Support bundle…': ['Supportpaket…', 'Pakiet dla wsparcia…', 'サポート用パッケージ…'],
  'Save the support bundle as': [
    'Supportpaket speichern unter',
    'Zapisz pakiet dla wsparcia jako',
    'サポート用パッケージに名前を付けて保存',
  ],
  'Zip archives': ['Zip-Archive', 'Archiwa zip', 'Zip アーカイブ'],
  'Site files': ['Standortdateien', 'Pliki lokalizacji', 'サイトファイル'],
  'All files': ['Alle Dateien', 'Wszystkie pliki', 'すべてのファイル'],
  'Filled change requests': [
    'Ausgefüllte Änderungsanträge',
    'Wypełnione wnioski o zmianę',
    '記入済みの変更依頼',
  ],
  'Change requests': ['Änderungsanträge', 'Wnioski o zmianę', '変更依頼'],
  'Readiness reports': ['Bereitschaftsberichte', 'Raporty gotowości', '稼働準備状況報告書'],
  'Signing identities': ['Signaturidentitäten', 'Tożsamości podpisu', '署名ID'],
  'Open site': ['Standort öffnen', 'Otwórz lokalizację', 'サイトを開く'],
  'Save site as': ['Standort speichern unter', 'Zapisz lokalizację jako', 'サイトに名前を付けて保存'],
  'Save endpoints as': ['Endpunkte speichern unter', 'Zapisz punkty końcowe jako', 'エンドポイントを保存'],
  'Tables (CSV)': ['Tabellen (CSV)', 'Tabele (CSV)', '表（CSV）'],
  'Private key file': ['Datei des privaten Schlüssels', 'Plik klucza prywatnego', '秘密鍵ファイル'],
  'Readiness report': ['Bereitschaftsbericht', 'Raport gotowości', '稼働準備状況報告書'],
  'Back up the signing identity': [
    'Signaturidentität sichern',
    'Utwórz kopię tożsamości podpisu',
    '署名ID のバックアップ',
  ],
  'Backup of a signing identity': [
    'Sicherung einer Signaturidentität',
    'Kopia tożsamości podpisu',
    '署名ID のバックアップ',
  ],
  'Change request that came back': [
    'Zurückgekommener Änderungsantrag',
    'Zwrócony wniosek o zmianę',
    '返送された変更依頼',
  ],
  'Earlier change request': ['Früherer Änderungsantrag', 'Wcześniejszy wniosek o zmianę', '以前の変更依頼'],
  'Folder for the change request': [
    'Ordner für den Änderungsantrag',
    'Folder na wniosek o zmianę',
    '変更依頼の保存先フォルダー',
  ],
  'Certificate that signs the PDF': [
    'Zertifikat, das die PDF signiert',
    'Certyfikat podpisujący plik PDF',
    'PDFに署名する証明書',
  ],
  'Certificates with their key': [
    'Zertifikate mit ihrem Schlüssel',
    'Certyfikaty z kluczem',
    '鍵付きの証明書',
  ],
  'Folder for the other forms of the report': [
    'Ordner für die anderen Formen des Berichts',
    'Folder na inne postacie raportu',
    '報告書のほかの形式の保存先フォルダー',
  ],
  'Folder for the report': ['Ordner für den Bericht', 'Folder na raport', '報告書の保存先フォルダー'],
} as const satisfies Record<string, readonly [de: string, pl: string, ja: string]>;

export type MainWord = keyof typeof words;

const column = { de: 0, pl: 1, ja: 2 } as const;

/** A word of the main process in a language. What is not in the list, as a folder's title made elsewhere, stays English. */
export function wordIn(language: Language, english: string): string {
  if (language === 'en' || !Object.hasOwn(words, english)) return english;
  return words[english as MainWord][column[language]];
}
