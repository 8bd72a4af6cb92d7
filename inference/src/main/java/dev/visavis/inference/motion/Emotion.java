package dev.visavis.inference.motion;

/** The emotions a portrait can be asked for, in the order of the condition vector. */
public enum Emotion {
    NEUTRAL, HAPPY, SAD, ANGRY, SURPRISED, FEAR, DISGUST, CONTEMPT
}
