internal import DocumentTree
internal import SwiftMigPlatform

extension View {
    var entry: DocumentValue {
        var map = MapBuilder()
        map.add("columns", .list(columns.map(DocumentValue.text)))
        if algorithm != .undefined { map.add("algorithm", text: algorithm.rawValue) }
        if security != .definer { map.add("security", text: security.rawValue) }
        if checkOption != .none { map.add("check_option", text: checkOption.rawValue) }
        map.add("definer", text: definer)
        map.add("sql", .text(query))
        map.add("source", source.entry)
        return map.block
    }
}

extension Trigger {
    var entry: DocumentValue {
        var map = MapBuilder()
        map.add("table", .text(table))
        map.add("timing", .text(timing.rawValue))
        map.add("event", .text(event.rawValue))
        switch order {
        case .follows(let other): map.add("follows", .text(other))
        case .precedes(let other): map.add("precedes", .text(other))
        case nil: break
        }
        map.add("definer", text: definer)
        map.add("body", .text(body))
        map.add("source", source.entry)
        return map.block
    }
}

extension Routine {
    var entry: DocumentValue {
        var map = MapBuilder()
        map.add("parameters", text: parameters)
        map.add("returns", text: returns)
        map.add("aggregate", flag: isAggregate)
        map.add("deterministic", flag: isDeterministic)
        if dataAccess != .containsSQL { map.add("data_access", text: dataAccess.rawValue) }
        if security != .definer { map.add("security", text: security.rawValue) }
        map.add("comment", text: comment)
        map.add("definer", text: definer)
        map.add("body", .text(body))
        map.add("source", source.entry)
        return map.block
    }
}

extension Event {
    var entry: DocumentValue {
        var map = MapBuilder()
        switch schedule {
        case .at(let moment): map.add("at", .text(moment))
        case .every(let interval, let starts, let ends):
            map.add("every", .text(interval))
            map.add("starts", text: starts)
            map.add("ends", text: ends)
        }
        map.add("preserve", flag: isPreserved)
        if status != .enabled { map.add("status", text: status.rawValue) }
        map.add("comment", text: comment)
        map.add("definer", text: definer)
        map.add("body", .text(body))
        map.add("source", source.entry)
        return map.block
    }
}

extension NumberSequence {
    var entry: DocumentValue {
        var map = MapBuilder()
        map.add("type", text: type?.sql)
        map.add("start", start.map(DocumentValue.number))
        map.add("increment", increment.map(DocumentValue.number))
        map.add("min", minimum.map(DocumentValue.number))
        map.add("max", maximum.map(DocumentValue.number))
        map.add("cache", cache.map(DocumentValue.number))
        map.add("cycle", flag: cycles)
        map.add("engine", text: engine)
        map.add("comment", text: comment)
        map.add("source", source.entry)
        return map.flow
    }
}

extension Source {
    var entry: DocumentValue {
        .map([("file", .text(relativeFile)), ("line", .number(line))], isFlow: true)
    }

    /// The path relative to the working directory, in which a provider runs. It is short, the same on every machine,
    /// and can be opened.
    var relativeFile: String {
        let prefix = Self.workingFolder
        return !prefix.isEmpty && file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
    }

    /// The working directory with a slash at its end; empty if it is unknown. A provider never changes it.
    private static let workingFolder: String = {
        CurrentProcess.workingFolder.map { $0 + "/" } ?? ""
    }()
}
