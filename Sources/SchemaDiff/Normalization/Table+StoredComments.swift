internal import SchemaModel
internal import SchemaSQL

extension Table {
    /// Takes the live table's comments if they are the stored form of the declared ones.
    mutating func takeStoredComments(of live: Table) {
        comment.takeStored(live.comment)
        // Without such a comment, the columns and indexes are not even touched, which would copy them.
        for index in columns.indices where columns[index].comment.hasCharactersBeyondDictionary {
            columns[index].comment.takeStored(live.column(named: columns[index].name)?.comment)
        }
        primaryKey?.comment.takeStored(live.primaryKey?.comment)
        for index in indexes.indices where indexes[index].comment.hasCharactersBeyondDictionary {
            let name = indexes[index].name.lowercased()
            indexes[index].comment.takeStored(live.indexes.first { $0.name.lowercased() == name }?.comment)
        }
        guard let partitions = live.partitioning?.partitions else { return }
        partitioning?.partitions.takeStoredComments(of: partitions)
    }
}

extension [Partition] {
    fileprivate mutating func takeStoredComments(of live: [Partition]) {
        for index in indices {
            let other = live.first { $0.name.lowercased() == self[index].name.lowercased() }
            self[index].comment.takeStored(other?.comment)
            if let other { self[index].subpartitions.takeStoredComments(of: other.subpartitions) }
        }
    }
}

extension String {
    /// Becomes the stored text if that is the stored form of this one.
    mutating func takeStored(_ stored: String?) {
        if let stored, hasCharactersBeyondDictionary, stored == inDictionary { self = stored }
    }
}
