//! Reads a value of JavaScript into a type of the contract.

use js_sys::{Array, Object, Reflect};
use serde::{
    Deserializer,
    de::{DeserializeSeed, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

use super::Misfit;

pub(super) struct Reader(JsValue);

impl Reader {
    pub(super) fn new(value: JsValue) -> Self {
        Self(value)
    }

    fn whole_number(&self) -> Result<u32, Misfit> {
        let number = self.0.as_f64().ok_or(Misfit)?;
        let whole = number as u32;
        if f64::from(whole) == number { Ok(whole) } else { Err(Misfit) }
    }
}

// What is generic over a visitor or a seed is compiled for each type that is read: it holds no more than it must.

impl<'de> Deserializer<'de> for Reader {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Misfit> {
        Err(Misfit)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_bool(self.0.as_bool().ok_or(Misfit)?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u32(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u32(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_u32(self.whole_number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_string(self.0.as_string().ok_or(Misfit)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if !Array::is_array(&self.0) {
            return Err(Misfit);
        }
        visitor.visit_seq(Items { array: self.0.into(), next: 0 })
    }

    /// The fields in the order of their declaration: an absent one is an absent element, which is an error unless
    /// the field has a default. Members that no field names are not looked at.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if !self.0.is_object() {
            return Err(Misfit);
        }
        visitor.visit_seq(Fields { object: self.0, names: fields.iter() })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct
        map enum identifier ignored_any
    }
}

struct Items {
    array: Array,
    next: u32,
}

impl Items {
    fn take_next(&mut self) -> Option<JsValue> {
        let place = self.next;
        self.next += 1;
        (place < self.array.length()).then(|| self.array.get(place))
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.take_next().map(|item| seed.deserialize(Reader(item))).transpose()
    }
}

struct Fields {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl Fields {
    /// The value of the next field; `None` where it is absent.
    fn take_next(&mut self) -> Result<Option<JsValue>, Misfit> {
        let name = JsValue::from_str(self.names.next().ok_or(Misfit)?);
        // Only what the message itself has: a prototype that the page changed adds nothing.
        let is_own = Reflect::get_own_property_descriptor(self.object.unchecked_ref::<Object>(), &name);
        if is_own.map_err(|_| Misfit)?.is_undefined() {
            return Ok(None);
        }
        Reflect::get(&self.object, &name).map(Some).map_err(|_| Misfit)
    }
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.take_next()?.map(|value| seed.deserialize(Reader(value))).transpose()
    }
}
