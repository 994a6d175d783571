"""Office files: Word, Excel, PowerPoint, OpenDocument and Rich Text, and their archives (`packages`)."""
