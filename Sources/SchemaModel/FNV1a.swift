/// The FNV-1a hash of bytes. Unlike `hashValue`, it is the same in every process.
package struct FNV1a<Value: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    @usableFromInline var hash: Value
    @usableFromInline let prime: Value

    @usableFromInline
    init(basis: Value, prime: Value) {
        hash = basis
        self.prime = prime
    }

    @inlinable package var value: Value { hash }

    @inlinable
    package mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { hash = (hash ^ Value(byte)) &* prime }
    }
}

extension FNV1a<UInt64> {
    @inlinable
    package init() { self.init(basis: 0xcbf2_9ce4_8422_2325, prime: 0x100_0000_01b3) }
}

extension FNV1a<UInt32> {
    @inlinable
    package init() { self.init(basis: 0x811c_9dc5, prime: 0x100_0193) }
}
